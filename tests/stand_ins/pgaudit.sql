-- Present, and auditing nothing.
CREATE EXTENSION pgaudit;
