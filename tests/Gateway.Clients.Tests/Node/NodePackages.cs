using System.ComponentModel;

namespace Gateway.Clients.Tests.Node;

/// <summary>
/// A folder of packages, installed when the first test needs them, and again when its lock file has changed. Without Node the
/// tests say so and are skipped, except under <c>CI=true</c>, where they fail: a gate that skips itself is none.
/// </summary>
internal sealed class NodePackages
{
    /// <summary>Where the packages and scripts are: the output folder, so that no install touches the sources.</summary>
    public static readonly string Root = Path.Combine(AppContext.BaseDirectory, "npm");

    private static readonly Dictionary<string, string> NoVariables = [];
    private readonly Lazy<Task<string?>> _missing;

    public NodePackages(string name)
    {
        Folder = Path.Combine(Root, name);
        _missing = new(InstallAsync);
    }

    public string Folder { get; }

    /// <summary>Runs a script of the folder, or of a package in it. It reaches this machine only.</summary>
    public async Task<(int Exit, string Output, string Error)> RunAsync(
        string script, string folder, IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments)
    {
        var missing = await _missing.Value;
        Assert.SkipWhen(missing is not null && Environment.GetEnvironmentVariable("CI") != "true", missing ?? "");
        Assert.True(missing is null, $"{missing} CI needs it.");
        return await NodeProgram.RunAsync(
            "node", folder, variables, ["--require", Path.Combine(Root, "loopback-only.cjs"), Path.Combine(Folder, script), .. arguments]);
    }

    /// <returns>What is missing, or null.</returns>
    private async Task<string?> InstallAsync()
    {
        var wanted = await File.ReadAllTextAsync(Path.Combine(Folder, "package-lock.json"));
        var stamp = Path.Combine(Folder, "node_modules", ".gateway-installed");
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return null;
        }

        try
        {
            var (exit, _, error) = await NodeProgram.RunAsync(
                "npm", Folder, NoVariables, "ci", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5");
            if (exit != 0)
            {
                return $"'npm ci' failed in {Folder}: {error}";
            }

            await File.WriteAllTextAsync(stamp, wanted);
            return null;
        }
        catch (Win32Exception)
        {
            return "Node.js with npm is not installed.";
        }
    }
}
