DROP TABLE extra."entity_index_v1";
DROP TABLE extra."participants_v1";
DROP TABLE extra."transaction_index_v1";
