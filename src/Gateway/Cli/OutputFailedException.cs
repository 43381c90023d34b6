namespace Gateway.Cli;

/// <summary>
/// Thrown when a command's output could not be written. Not an <see cref="IOException"/>, so that it is not
/// taken for a fault of the database.
/// </summary>
internal sealed class OutputFailedException(string where, Exception fault) : Exception(
    $"{where} cannot be written: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");
