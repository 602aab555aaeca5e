SELECT tag.name, count(entry_tag.entry) AS entries FROM tag LEFT JOIN entry_tag ON entry_tag.tag = tag.id
GROUP BY tag.id ORDER BY tag.name;
