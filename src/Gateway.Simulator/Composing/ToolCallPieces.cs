using System.Globalization;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Composing;

/// <summary>Spreads the scripted tool calls over pieces.</summary>
internal static class ToolCallPieces
{
    private static readonly ScriptedToolCall s_cutByDefault = new()
    {
        Name = "simulated_tool",
        Arguments = """{"city":"Paris","days":3}"""
    };

    public static List<Piece> Of(ModelScript script, Dialect dialect, ChatRequest request)
    {
        var cut = script.Fail == FailureMode.CutToolCall && script.FunctionCall is null;
        var calls = script.ToolCalls is { Count: > 0 } scripted ? scripted : cut ? [s_cutByDefault] : [];
        var style = script.ToolCallStyle ?? dialect.ToolCallStyle;
        var pieces = new List<Piece>();
        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            var arguments = cut && i == calls.Count - 1 ? call.Arguments[..(call.Arguments.Length / 2)] : call.Arguments;
            var id = call.Id ?? Id(request.LastUserText, i, dialect);
            pieces.AddRange(Spread(style, i, id, call.Name, arguments).Select(tool => new Piece { Tool = tool }));
        }
        return pieces;
    }

    /// <summary>Does the same for a call in the older function-call form, from before tools.</summary>
    public static List<Piece> OfFunction(ModelScript script)
    {
        if (script.FunctionCall is not { } call)
        {
            return [];
        }
        var arguments = script.Fail == FailureMode.CutToolCall ? call.Arguments[..(call.Arguments.Length / 2)] : call.Arguments;
        return [.. Spread(ToolCallStyle.Pieces, 0, "", call.Name, arguments).Select(piece => new Piece { Function = piece })];
    }

    private static IEnumerable<ToolPiece> Spread(ToolCallStyle style, int index, string id, string name, string arguments)
    {
        if (style is ToolCallStyle.Whole or ToolCallStyle.WholeIndexZero or ToolCallStyle.WholeAsObject)
        {
            return [new ToolPiece(
                style == ToolCallStyle.WholeIndexZero ? 0 : index, id, name, arguments,
                false) { AsObject = style == ToolCallStyle.WholeAsObject }];
        }
        var nulls = style == ToolCallStyle.PiecesWithNulls;
        var repeats = style == ToolCallStyle.PiecesWithNames;
        var rest = WordPieces.SplitArguments(arguments)
            .Select(part => new ToolPiece(index, repeats ? id : null, repeats ? name : null, part, nulls) { IsLater = repeats });
        return rest.Prepend(new ToolPiece(index, id, name, "", nulls));
    }

    private static string Id(string prompt, int index, Dialect dialect)
    {
        var seed = StableHash.Of(prompt + index.ToString(CultureInfo.InvariantCulture));
        return dialect.ToolCallIdPrefix(index) + StableHash.Text(seed, dialect.ToolCallIdLength, dialect.ToolCallIdAlphabet);
    }
}
