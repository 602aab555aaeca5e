SELECT name, first_day, last_day, closed FROM period ORDER BY name;
