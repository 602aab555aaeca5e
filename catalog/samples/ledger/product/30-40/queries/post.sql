INSERT INTO entry (id, day, memo, office) VALUES (:id, :date, :text, (SELECT min(id) FROM office WHERE notation = 'no'));
