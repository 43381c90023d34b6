using Gateway.Simulator.Dialects;

namespace Gateway.Simulator.Scripts;

/// <summary>Refuses values that no simulated backend can follow.</summary>
internal static class ScriptCheck
{
    private static readonly string[] s_reasoningFields = ["reasoning", "reasoning_content", "think"];

    public static void Check(ModelScript script, Dialect dialect)
    {
        NotBelow(script.FirstByteDelayMs, 0, "firstByteDelayMs");
        NotBelow(script.ColdLoadMs, 0, "coldLoadMs");
        NotBelow(script.TokensPerSecond, 0, "tokensPerSecond");
        NotBelow(script.NotStreamedDelayMs, 0, "notStreamedDelayMs");
        NotBelow(script.Words, 1, "words");
        NotBelow(script.EmptyLinesFirst, 0, "emptyLinesFirst");
        NotBelow(script.CommentsFirst, 0, "commentsFirst");
        NotBelow(script.LifeEveryMs, 0, "lifeEveryMs");
        NotBelow(script.OpeningChunks, 0, "openingChunks");
        NotBelow(script.WriteSize, 1, "writeSize");
        NotBelow(script.ErrorTimes, 0, "errorTimes");
        NotBelow(script.FailAfterChunks, 0, "failAfterChunks");
        if (script.ReasoningField is { } field && !s_reasoningFields.Contains(field))
        {
            throw new ScriptException($"reasoningField '{field}' is none of: {string.Join(", ", s_reasoningFields)}.");
        }
        if (script.Error is { } error && !dialect.Errors.ContainsKey(error))
        {
            var names = string.Join(", ", dialect.Errors.Keys.Order(StringComparer.Ordinal));
            throw new ScriptException($"error '{error}' is unknown to {dialect.Name}. Its errors are: {names}.");
        }
        if (script.CommentText is null || script.CommentText.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw new ScriptException("commentText must be one line.");
        }
        if (script.ToolCalls?.Any(call => string.IsNullOrEmpty(call?.Name) || call.Arguments is null) == true)
        {
            throw new ScriptException("toolCalls must each have a name and arguments.");
        }
    }

    public static void NotBelow(double? value, double least, string member)
    {
        if (value is { } number && !(number >= least && double.IsFinite(number)))
        {
            throw new ScriptException($"{member} is {number}, and must be at least {least}.");
        }
    }
}
