\set ON_ERROR_STOP on
BEGIN; CREATE TABLE "a;b"(x int); -- no ; here
DO $x$ BEGIN PERFORM 1; END $x$;
COPY a FROM stdin;
1	2
\.
CREATE INDEX CONCURRENTLY i ON a(x); COMMIT /* /* nested */ ; */
