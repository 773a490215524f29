CREATE TEXT SEARCH DICTIONARY stolen (TEMPLATE = ispell, DictFile = '../../../../etc/passwd', AffFile = passwd);
CREATE TEXT SEARCH DICTIONARY stolen (TEMPLATE = synonym, Synonyms = '/etc/passwd');
CREATE TEXT SEARCH DICTIONARY stolen (TEMPLATE = thesaurus, DictFile = '../passwd', Dictionary = simple);
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, StopWords = '../../../etc/passwd');
CREATE TEXT SEARCH TEMPLATE mine (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH PARSER mine (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
