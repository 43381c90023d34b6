namespace Gateway.Simulator.Scripts;

/// <summary>A script that cannot be followed; the message says which member and why.</summary>
internal sealed class ScriptException(string message) : Exception(message);
