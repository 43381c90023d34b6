using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Composing;

/// <summary>Builds the answer to a request from the script and the dialect.</summary>
internal static class AnswerBuilder
{
    public static Answer Build(ChatRequest request, ModelScript script, Dialect dialect, PromptFit prompt, string id, long created)
    {
        var model = request.Model!;
        script = script.TextAfterTools && request.EndsWithToolResult ? script with { ToolCalls = null } : script;
        var calls = ToolCallPieces.Of(script, dialect, request);
        var function = ToolCallPieces.OfFunction(script);
        var text = script.Text ?? (calls.Count + function.Count > 0 ? "" : AnswerText.For(request.LastUserText, model, script.Words));
        text = dialect.BegunText(request) is { } begun ? RestOf(text, begun) : text;
        var pieces = TextPieces(script, dialect, text).Concat(calls).Concat(function).ToList();
        var kept = Cut(pieces, LimitOf(dialect.TokenLimit(request), prompt.Room), dialect.LimitCountsReasoning);
        var choices = dialect.MakesChoices ? Math.Max(1, request.Choices) : 1;
        var natural = kept.Count < pieces.Count ? "length" : calls.Count > 0 ? "tool_calls" : function.Count > 0 ? "function_call" : "stop";
        return new Answer
        {
            Id = id,
            Model = script.AnsweredAs ?? model,
            Created = created,
            Pieces = kept,
            FinishReason = script.FinishReason ?? natural,
            Choices = choices,
            CountedChoices = dialect.CountsOneChoice ? 1 : choices,
            Prompt = new Usage(prompt.Tokens, 0, 0),
        };
    }

    // As in llama.cpp, Ollama and others, 0 or less means no limit.
    private static int? LimitOf(int? asked, int? room) => asked is > 0 and var limit ? Math.Min(limit, room ?? int.MaxValue) : room;

    // If another model wrote the beginning, the words differ. The rest then has as many pieces as this answer has left.
    private static string RestOf(string text, string begun) => text.StartsWith(begun, StringComparison.Ordinal)
        ? text[begun.Length..]
        : string.Concat(WordPieces.Split(text).Skip(WordPieces.Split(begun).Count));

    private static List<Piece> TextPieces(ModelScript script, Dialect dialect, string text)
    {
        var reasoning = script.Reasoning ?? "";
        if ((script.ReasoningField ?? dialect.ReasoningField) == "think" && reasoning.Length > 0)
        {
            text = $"<think>\n{reasoning}\n</think>\n\n{text}";
            reasoning = "";
        }
        var pieces = WordPieces.Split(reasoning).ConvertAll(part => new Piece { Reasoning = part });
        var border = pieces.Count;
        pieces.AddRange(WordPieces.Split(text).ConvertAll(part => new Piece { Content = part }));
        if (script.MixReasoningAndContent && border > 0 && border < pieces.Count)
        {
            pieces[border - 1] = pieces[border - 1] with { Content = pieces[border].Content };
            pieces.RemoveAt(border);
        }
        return pieces;
    }

    private static List<Piece> Cut(List<Piece> pieces, int? limit, bool limitCountsReasoning)
    {
        var counted = 0;
        return limit is null ? pieces : [.. pieces.TakeWhile(Fits)];

        bool Fits(Piece piece) => (counted += piece.Tokens - (limitCountsReasoning ? 0 : piece.ReasoningTokens)) <= limit;
    }
}
