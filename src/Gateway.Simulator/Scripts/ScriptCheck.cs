using System.Text.Json;

namespace Gateway.Simulator.Scripts;

/// <summary>Refuses values that no simulated backend can follow.</summary>
internal static class ScriptCheck
{
    private static readonly string[] s_reasoningFields = ["reasoning", "reasoning_content", "think"];

    public static void Check(ModelScript script, ErrorNames errors)
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
        if (script.ErrorStatus is < 200 or > 599)
        {
            throw new ScriptException($"errorStatus is {script.ErrorStatus}, and must be from 200 to 599.");
        }
        if (script.ReasoningField is { } field && !s_reasoningFields.Contains(field))
        {
            throw new ScriptException($"reasoningField '{field}' is none of: {string.Join(", ", s_reasoningFields)}.");
        }
        Known(script.Error, "error", errors);
        Known(script.FailWith, "failWith", errors);
        if (script.ErrorMember is { } member && !IsJson(member))
        {
            throw new ScriptException($"errorMember '{member}' is no JSON.");
        }
        if (script.CommentText is null || script.CommentText.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw new ScriptException("commentText must be one line.");
        }
        if (script.RetryAfter?.AsSpan().ContainsAnyExceptInRange(' ', '~') == true)
        {
            throw new ScriptException("retryAfter must be one line of ASCII.");
        }
        if (script.ToolCalls?.Any(call => string.IsNullOrEmpty(call?.Name) || call.Arguments is null) == true)
        {
            throw new ScriptException("toolCalls must each have a name and arguments.");
        }
    }

    private static void Known(string? error, string member, ErrorNames errors)
    {
        if (error is not null && !errors.Names.Contains(error))
        {
            var names = string.Join(", ", errors.Names.Order(StringComparer.Ordinal));
            throw new ScriptException($"{member} '{error}' is unknown to {errors.Provider}. Its errors are: {names}.");
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
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
