# Python's ADBC client of Flight SQL, as people use it: one question a run, the answer as JSON on a line.
# Arguments: address, token ("" without), PEM file of the server's certificate ("" without TLS), then
#   query SQL [PARAMETERS as JSON]   rows, with names and types of their columns
#   schema SQL                       names and types alone
#   prepared SQL JSON JSON ...       one prepared statement, run with each list of parameters
#   tables | types | info            what there is
import datetime
import decimal
import json
import sys

import adbc_driver_flightsql
import adbc_driver_flightsql.dbapi as dbapi
import adbc_driver_manager

address, token, certificate, what, *rest = sys.argv[1:]


def plain(value):
    if isinstance(value, (datetime.datetime, datetime.date, decimal.Decimal)):
        return str(value)
    return value.hex() if isinstance(value, bytes) else value


def rows_of(cursor):
    table = cursor.fetch_arrow_table()
    return {
        "columns": [[field.name, str(field.type)] for field in table.schema],
        "rows": [[plain(cell) for cell in row.values()] for row in table.to_pylist()],
    }


def answer(connection):
    with connection.cursor() as cursor:
        if what == "query":
            parameters = json.loads(rest[1]) if len(rest) > 1 else None
            cursor.execute(rest[0], parameters=parameters)
            return rows_of(cursor)
        if what == "schema":
            return [[field.name, str(field.type)] for field in cursor.adbc_execute_schema(rest[0])]
        if what == "prepared":
            cursor.adbc_prepare(rest[0])
            answers = []
            for parameters in rest[1:]:
                cursor.execute(rest[0], parameters=json.loads(parameters))
                answers.append(rows_of(cursor)["rows"])
            return answers
    if what == "tables":
        found = connection.adbc_get_objects(depth="columns").read_all().to_pylist()
        return {
            f"{catalog['catalog_name']}.{schema['db_schema_name']}.{table['table_name']}": [
                column["column_name"] for column in table["table_columns"]
            ]
            for catalog in found
            for schema in catalog["catalog_db_schemas"]
            for table in schema["db_schema_tables"]
        }
    if what == "types":
        return connection.adbc_get_table_types()
    return {str(name): value for name, value in connection.adbc_get_info().items()}


options = {}
if token:
    options[adbc_driver_flightsql.DatabaseOptions.AUTHORIZATION_HEADER.value] = f"Bearer {token}"
if certificate:
    with open(certificate, encoding="ascii") as pem:
        options[adbc_driver_flightsql.DatabaseOptions.TLS_ROOT_CERTS.value] = pem.read()
try:
    scheme = "grpc+tls" if certificate else "grpc"
    with dbapi.connect(f"{scheme}://{address}", db_kwargs=options, autocommit=True) as opened:
        print(json.dumps(answer(opened), default=str))
except adbc_driver_manager.Error as error:
    print(json.dumps({"error": type(error).__name__, "status": str(error.status_code), "message": str(error)}))
