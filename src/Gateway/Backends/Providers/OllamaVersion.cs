using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>What an Ollama's version says of its list of capabilities: a word that it did not know yet denies nothing.</summary>
internal static class OllamaVersion
{
    private static readonly Version KnowsThinking = new(0, 9);
    private static readonly Version KnowsAudio = new(0, 20);

    /// <param name="version">Such as <c>0.33.0-rc2</c>. One that cannot be read, or that a developer built (0.0.0), counts as old.</param>
    public static Tag Judges(string version)
    {
        var number = Version.TryParse(version.Split('-', '+')[0], out var parsed) ? parsed : new Version(0, 0);
        return Tag.Vision | Tag.Tools | Tag.FIM
            | (number >= KnowsThinking ? Tag.Reasoning : Tag.None)
            | (number >= KnowsAudio ? Tag.Audio : Tag.None);
    }
}
