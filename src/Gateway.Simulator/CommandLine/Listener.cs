namespace Gateway.Simulator.CommandLine;

/// <summary>A personality and the port it is to have.</summary>
internal sealed record Listener(string Name, Personality Personality, int Port);
