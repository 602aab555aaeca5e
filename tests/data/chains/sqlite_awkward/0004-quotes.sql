CREATE TABLE "odd;name"("a b" TEXT, [c;d] TEXT, `e` TEXT);
INSERT INTO "odd;name" VALUES ('it''s; --', '/*', '*/'); -- the last line ends nowhere