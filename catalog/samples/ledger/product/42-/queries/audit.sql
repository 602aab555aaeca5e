SELECT at, posting, before, after FROM audit ORDER BY id DESC LIMIT 100;
