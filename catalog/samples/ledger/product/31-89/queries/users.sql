SELECT login, full_name FROM app_user ORDER BY login;
