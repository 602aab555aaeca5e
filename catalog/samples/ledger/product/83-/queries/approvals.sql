SELECT entry, approved_by, at FROM approval ORDER BY at DESC LIMIT 100;
