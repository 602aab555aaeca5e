SELECT media_type, years FROM retention ORDER BY media_type;
