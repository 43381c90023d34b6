using Gateway.Simulator.Options;

namespace Gateway.Simulator.CommandLine;

/// <summary>A personality and its port.</summary>
internal sealed record Listener(string Name, Personality Personality, int Port);
