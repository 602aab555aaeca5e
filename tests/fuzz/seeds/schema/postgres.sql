SELECT $a$;$a$, E'\';', "x";
/* a /* b */ c */ COPY t FROM stdin;
1
\.
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END;
\set x 1
DO $$ BEGIN END $$;
