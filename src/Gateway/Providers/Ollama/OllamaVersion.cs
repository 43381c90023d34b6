using Gateway.Routing.Models;

namespace Gateway.Providers.Ollama;

/// <summary>
/// Derives from an Ollama's version which unknown capabilities its list cannot deny, the default context, and whether a bare text
/// can be protected from being cut.
/// </summary>
internal static class OllamaVersion
{
    private static readonly Version KnowsThinking = new(0, 9);
    private static readonly Version KnowsAudio = new(0, 20);
    private static readonly Version GivesMore = new(0, 6, 7);

    // Or slightly earlier.
    private static readonly Version CutsNoText = new(0, 13);

    /// <summary>The default on machines with less than 24 GiB of video memory. Others give more, and a loaded model shows it.</summary>
    public const int DefaultContext = 4096;

    private const int OldDefaultContext = 2048;

    /// <param name="version">Such as <c>0.33.0-rc2</c>. An unreadable one, or a developer's build (0.0.0), counts as old.</param>
    public static Tag Judges(string version)
    {
        var number = Number(version);
        return Tag.Vision | Tag.Tools | Tag.FIM
            | (number >= KnowsThinking ? Tag.Reasoning : Tag.None)
            | (number >= KnowsAudio ? Tag.Audio : Tag.None);
    }

    /// <summary>The context of a model when neither it nor the server has a setting. An unknown version counts as new.</summary>
    public static int ContextOf(string version) =>
        Number(version) is var number && number > new Version(0, 0, 0) && number < GivesMore ? OldDefaultContext : DefaultContext;

    /// <summary>
    /// The operations that can refuse a text that is too long, if fewer than in newer versions. An unknown version counts as old.
    /// </summary>
    public static OperationSet? RefusesTooLong(string version) =>
        Number(version) < CutsNoText ? OperationSet.Of(OperationKind.Embedding) : null;

    private static Version Number(string version) =>
        Version.TryParse(version.Split('-', '+')[0], out var parsed) ? parsed : new Version(0, 0);
}
