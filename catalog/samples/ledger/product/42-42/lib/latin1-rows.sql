-- table, column, id and the bytes of every text that people typed
SELECT 'account', 'name', id, hex(name) FROM account
UNION ALL SELECT 'office', 'name', id, hex(name) FROM office
UNION ALL SELECT 'app_user', 'full_name', id, hex(full_name) FROM app_user
UNION ALL SELECT 'entry', 'memo', id, hex(memo) FROM entry
UNION ALL SELECT 'attachment', 'note', id, hex(note) FROM attachment
UNION ALL SELECT 'tag', 'name', id, hex(name) FROM tag;
SELECT 'rows', (SELECT count(*) FROM account) + (SELECT count(*) FROM office) + (SELECT count(*) FROM app_user)
    + (SELECT count(*) FROM entry) + (SELECT count(*) FROM attachment) + (SELECT count(*) FROM tag);
