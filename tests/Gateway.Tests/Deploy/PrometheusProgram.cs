using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.Tests.Deploy;

/// <summary>
/// Debian's <c>prometheus</c> and <c>promtool</c>. Without them the tests say so and are skipped, except under <c>CI=true</c>, where
/// they fail: a gate that skips itself is none.
/// </summary>
internal static class PrometheusProgram
{
    public const string Server = "prometheus";
    private const string Tool = "promtool";
    private const string Missing = "Prometheus is not installed (Debian: prometheus).";

    public static void Require()
    {
        var isThere = IsThere(Server) && IsThere(Tool);
        Assert.False(!isThere && Environment.GetEnvironmentVariable("CI") == "true", Missing + " CI needs it.");
        Assert.SkipUnless(isThere, Missing);
    }

    /// <summary>Runs <c>promtool</c>, which must find nothing to say against what it is given.</summary>
    public static async Task CleanAsync(string input, params string[] arguments)
    {
        var (code, output) = await RunAsync(input, arguments);
        Assert.True(code == 0, $"promtool {string.Join(' ', arguments)} ended with {code}: {output}");
    }

    /// <param name="input">What it reads.</param>
    /// <param name="arguments">Its command line.</param>
    /// <returns>How it ended, and all that it wrote.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string input, params string[] arguments)
    {
        Require();
        using var process = Process.Start(new ProcessStartInfo(Tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, string.Concat(await output));
    }

    private static bool IsThere(string program)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true });
            process!.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
