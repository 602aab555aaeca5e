UPDATE parent SET name = name || '!';
VACUUM;
