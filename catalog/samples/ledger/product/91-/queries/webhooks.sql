SELECT url, active FROM webhook ORDER BY id;
