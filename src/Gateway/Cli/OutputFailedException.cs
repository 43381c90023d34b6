namespace Gateway.Cli;

/// <summary>
/// What a command has to say could not be written. No <see cref="IOException"/>, so that nobody takes it for a fault of the database.
/// </summary>
internal sealed class OutputFailedException(string where, Exception fault) : Exception(
    $"{where} cannot be written: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");
