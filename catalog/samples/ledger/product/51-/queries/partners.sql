SELECT name, country FROM partner ORDER BY name;
