SELECT entry, value AS seal FROM seal ORDER BY entry DESC LIMIT 1;
