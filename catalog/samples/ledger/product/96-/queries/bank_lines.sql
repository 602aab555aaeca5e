SELECT id, account, day, cents, text FROM bank_line WHERE entry IS NULL ORDER BY day;
