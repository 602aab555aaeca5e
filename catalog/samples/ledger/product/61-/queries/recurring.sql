SELECT entry, every, next_day FROM recurring ORDER BY next_day;
