namespace Gateway.Ledger.Storage;

/// <summary>Thrown when a later version of the gateway has changed the database's tables.</summary>
internal sealed class NewerDatabaseException(DatabaseOptions database, string migration) : IOException(
    $"The database {database} is of a newer version of the gateway: this one does not know its migration '{migration}'. "
    + "Start that version, or go back to a copy of the database from before it.");
