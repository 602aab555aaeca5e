INSERT INTO posting (entry, account, cents) SELECT :id, id, :cents FROM account WHERE code = :account;
