SELECT id, title FROM saved_report ORDER BY title;
