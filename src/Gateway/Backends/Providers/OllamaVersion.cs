using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>
/// What an Ollama's version says of its list of capabilities, where a word that it did not know yet denies nothing, of the context it
/// gives where nobody sets one, and of whether a bare text can be kept from being cut.
/// </summary>
internal static class OllamaVersion
{
    private static readonly Version KnowsThinking = new(0, 9);
    private static readonly Version KnowsAudio = new(0, 20);
    private static readonly Version GivesMore = new(0, 6, 7);

    // Or a little before.
    private static readonly Version CutsNoText = new(0, 13);

    /// <summary>What it gives on machines with less than 24 GiB of video memory. On others it gives more, and a loaded model shows it.</summary>
    public const int DefaultContext = 4096;

    private const int OldDefaultContext = 2048;

    /// <param name="version">Such as <c>0.33.0-rc2</c>. One that cannot be read, or that a developer built (0.0.0), counts as old.</param>
    public static Tag Judges(string version)
    {
        var number = Number(version);
        return Tag.Vision | Tag.Tools | Tag.FIM
            | (number >= KnowsThinking ? Tag.Reasoning : Tag.None)
            | (number >= KnowsAudio ? Tag.Audio : Tag.None);
    }

    /// <summary>
    /// The context that a model gets where neither it nor the server has a setting. A version that tells nothing is taken for new.
    /// </summary>
    public static int ContextOf(string version) =>
        Number(version) is var number && number > new Version(0, 0, 0) && number < GivesMore ? OldDefaultContext : DefaultContext;

    /// <summary>Where what is too long can be refused, if that is less than newer versions can. One that tells nothing counts as old.</summary>
    public static OperationSet? RefusesTooLong(string version) =>
        Number(version) < CutsNoText ? OperationSet.Of(OperationKind.Embedding) : null;

    private static Version Number(string version) =>
        Version.TryParse(version.Split('-', '+')[0], out var parsed) ? parsed : new Version(0, 0);
}
