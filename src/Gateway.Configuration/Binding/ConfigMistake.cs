namespace Gateway.Configuration.Binding;

/// <summary>One mistake in the configuration file.</summary>
/// <param name="Line">The line, from 1; 0 when no line is to blame.</param>
/// <param name="Key">The key's path, such as <c>routes[0].candidates[1].backend</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigMistake(int Line, string Key, string Message)
{
    /// <summary>Formats the mistake like a compiler, so that editors and people find the place.</summary>
    public string Describe(string file) =>
        $"{file}{(Line > 0 ? $":{Line}" : "")}: {(Key.Length > 0 ? Key + ": " : "")}{Message}";
}
