CREATE TABLE "<script>alert(1)</script><img src=x onerror=alert(2)>" (id bigint PRIMARY KEY, "[click](https://example.com) ![x](https://example.com/x.png)" text, tenant_id uuid);
GRANT ALL ON "<script>alert(1)</script><img src=x onerror=alert(2)>" TO anon;
CREATE TABLE "[click](https://example.com) ![x](https://example.com/x.png)" (id bigint PRIMARY KEY);
CREATE TABLE "::error file=x,line=1::pwned" (id bigint PRIMARY KEY);
CREATE TABLE "
::error file=x,line=1::pwned" (id bigint PRIMARY KEY);
CREATE TABLE "##[error]pwned ##vso[task.complete] ##teamcity[x]" (id bigint PRIMARY KEY);
CREATE TABLE "
::stop-commands::x" (id bigint PRIMARY KEY);
CREATE TABLE "``` ~~~ --- ===" (id bigint PRIMARY KEY);
CREATE TABLE "</code></pre></style></script><!--" (id bigint PRIMARY KEY);
CREATE TABLE "{{ 7 * 7 }}{% raw %}" (id bigint PRIMARY KEY);
CREATE TABLE "[red]rich[/red] [link=https://example.com]x[/link]" (id bigint PRIMARY KEY);
CREATE TABLE "%s %(name)s %n {0}" (id bigint PRIMARY KEY);
CREATE TABLE "quote""s '$$' \ back" (id bigint PRIMARY KEY, "a"";--" text, "*/" text);
CREATE TABLE "--" (id bigint PRIMARY KEY);
CREATE FUNCTION "<script>alert(1)</script><img src=x onerror=alert(2)>"() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '<script>alert(1)</script><img src=x onerror=alert(2)>[click](https://example.com) ![x](https://example.com/x.png) `code` **bold** | cell | @everyone #1
::error file=x,line=1::pwned'; END $$;
SELECT "<script>alert(1)</script><img src=x onerror=alert(2)>"();
-- ::error file=x,line=1::pwned
-- <script>alert(1)</script><img src=x onerror=alert(2)>[click](https://example.com) ![x](https://example.com/x.png) `code` **bold** | cell | @everyone #1
CREATE POLICY "::error file=x,line=1::pwned" ON "<script>alert(1)</script><img src=x onerror=alert(2)>" USING (true);
CREATE TABLE same_line (id bigint);   ::error::pwned
-- pgassay: ignore rls-disabled: <script>alert(1)</script><img src=x onerror=alert(2)> ::error file=x,line=1::pwned
CREATE TABLE ignored (id bigint PRIMARY KEY);
