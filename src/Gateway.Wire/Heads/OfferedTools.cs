using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Heads;

/// <summary>Removes the tools from a request, with everything that says how to choose among them.</summary>
internal static class OfferedTools
{
    private const HeadKeys Keys =
        HeadKeys.Tools | HeadKeys.ToolChoice | HeadKeys.ParallelToolCalls | HeadKeys.Functions | HeadKeys.FunctionCall;

    /// <summary>
    /// Removes the tools. It searches for their members again: few requests lose their tools, and keeping the positions would cost every
    /// request memory.
    /// </summary>
    /// <param name="body">A body that was accepted.</param>
    /// <param name="edits">The edits so far; what they already remove is left alone.</param>
    public static void Remove(ReadOnlySpan<byte> body, ByteEdits edits)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = HeadKeyNames.Find(ref json, ~HeadKeys.Prompt);
            var name = (int)json.TokenStartIndex;
            json.Skip();
            if ((key & Keys) != 0 && !edits.Cover(name))
            {
                edits.RemoveMember(body, name, (int)json.BytesConsumed);
            }
        }
    }
}
