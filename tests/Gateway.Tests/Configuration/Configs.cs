using Gateway.Configuration;
using Gateway.Configuration.Loading;

namespace Gateway.Tests.Configuration;

internal static class Configs
{
    /// <summary>A backend that routes may name.</summary>
    public const string Backend = "backends:\n  - { name: ollama, provider: ollama, url: http://127.0.0.1:11434 }\n";

    public static GatewayConfig Load(string yaml)
    {
        var result = ConfigLoader.Load(yaml);
        Assert.Empty(Describe(result));
        return result.Config!;
    }

    /// <summary>Every mistake, as the operator reads it.</summary>
    public static IReadOnlyList<string> Mistakes(string yaml)
    {
        var result = ConfigLoader.Load(yaml);
        Assert.Null(result.Config);
        return Describe(result);
    }

    /// <summary>The path of a file of the repository.</summary>
    public static string InRepository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Gateway.sln stands in no folder above the tests.");
        }

        return Path.Combine(folder.FullName, path);
    }

    private static IReadOnlyList<string> Describe(ConfigResult result) => [.. result.Mistakes.Select(m => m.Describe("g.yaml"))];
}
