namespace Gateway.Simulator.Scripts;

/// <summary>Thrown for a script that cannot be followed. The message says which member and why.</summary>
internal sealed class ScriptException(string message) : Exception(message);
