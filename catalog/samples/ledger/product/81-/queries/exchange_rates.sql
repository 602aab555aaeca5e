SELECT currency, day, millionths FROM exchange_rate ORDER BY currency, day DESC;
