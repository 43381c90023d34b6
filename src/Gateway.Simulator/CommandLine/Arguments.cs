using System.Globalization;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.CommandLine;

/// <summary>Reads the arguments of the program.</summary>
internal static class Arguments
{
    public const string Usage = "Usage: gateway-simulator [ollama[:port]] [ollama-old[:port]] [siliconflow[:port]] [openai[:port]] "
        + "[lmstudio[:port]] [llamacpp[:port]] [vllm[:port]] [deepseek[:port]]";

    private static readonly Listener[] s_known =
    [
        new("ollama", Personality.Ollama, 11534),
        new("ollama-old", Personality.OllamaOld, 11535),
        new("siliconflow", Personality.SiliconFlow, 11536),
        new("openai", Personality.OpenAi, 11537),
        new("lmstudio", Personality.LmStudio, 11538),
        new("llamacpp", Personality.LlamaCpp, 11539),
        new("vllm", Personality.Vllm, 11540),
        new("deepseek", Personality.DeepSeek, 11541),
    ];

    /// <summary>Reads what to start; without arguments, all personalities.</summary>
    /// <returns>The listeners, or what is wrong with the arguments.</returns>
    public static (IReadOnlyList<Listener> Listeners, string? Problem) Read(IReadOnlyList<string> arguments)
    {
        var listeners = new List<Listener>();
        foreach (var argument in arguments)
        {
            var parts = argument.Split(':', 2);
            var known = Array.Find(s_known, listener => listener.Name == parts[0]);
            if (known is null)
            {
                return ([], $"Unknown personality '{parts[0]}'. There are: {string.Join(", ", s_known.Select(l => l.Name))}.");
            }
            var port = known.Port;
            if (parts.Length == 2 && !(int.TryParse(parts[1], CultureInfo.InvariantCulture, out port) && port is >= 0 and <= 65535))
            {
                return ([], $"'{parts[1]}' is not a port: {known.Name} needs a number from 0 to 65535, where 0 takes a free port.");
            }
            listeners.Add(known with { Port = port });
        }
        return (listeners.Count == 0 ? s_known : listeners, null);
    }
}
