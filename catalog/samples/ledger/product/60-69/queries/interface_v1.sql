SELECT id, entry, number, amount FROM interface_v1_posting ORDER BY id LIMIT 100;
