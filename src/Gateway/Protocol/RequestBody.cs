using System.Globalization;
using System.Text;

namespace Gateway.Protocol;

/// <summary>Says how the body sent on differs from the body received. Everything not named here passes byte for byte.</summary>
internal static class RequestBody
{
    private static readonly byte[] IncludeUsageMember = ",\"stream_options\":{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] IncludeUsageObject = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] IncludeUsageFirst = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] IncludeUsageOnly = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();

    /// <summary>Asks for the usage chunk, whatever the client said of it; the answer's tap takes it out again if it was not asked for.</summary>
    public static void AskForUsage(ReadOnlySpan<byte> body, RequestHead head, ByteEdits edits)
    {
        if (!head.Stream || head.IncludeUsage)
        {
            return;
        }

        if (head.StreamOptions.IsAbsent)
        {
            // A body that was accepted holds at least model and messages, so a comma is due.
            edits.Insert(head.End, IncludeUsageMember);
        }
        else if (body[head.StreamOptions.Start] == (byte)'n')
        {
            edits.Replace(head.StreamOptions.Start, head.StreamOptions.Length, IncludeUsageObject);
        }
        else if (!head.IncludeUsageValue.IsAbsent)
        {
            edits.Replace(head.IncludeUsageValue.Start, head.IncludeUsageValue.Length, True);
        }
        else
        {
            var inside = head.StreamOptions.Start + 1;
            var next = body[inside..].IndexOfAnyExcept(" \t\r\n"u8);
            edits.Insert(inside, body[inside + next] == (byte)'}' ? IncludeUsageOnly : IncludeUsageFirst);
        }
    }

    /// <summary>Limits the answer of a request whose client names no limit.</summary>
    public static void LimitAnswer(RequestHead head, int tokens, ByteEdits edits) =>
        edits.Insert(head.End, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"max_tokens\":{tokens}")));

    public static void NameModel(ReadOnlySpan<byte> body, RequestHead head, ReadOnlyMemory<byte> quotedModel, ByteEdits edits)
    {
        if (!body.Slice(head.Model.Start, head.Model.Length).SequenceEqual(quotedModel.Span))
        {
            edits.Replace(head.Model.Start, head.Model.Length, quotedModel);
        }
    }

    /// <summary>Hands reasoning back to the backend in the field it reads.</summary>
    /// <param name="quotedName">The field's name with its quotes; empty when the backend takes either.</param>
    public static void NameReasoning(ReadOnlySpan<byte> body, RequestHead head, ReadOnlyMemory<byte> quotedName, ByteEdits edits)
    {
        if (quotedName.IsEmpty || head.ReasoningNames is null)
        {
            return;
        }

        foreach (var name in head.ReasoningNames)
        {
            if (!body.Slice(name.Start, name.Length).SequenceEqual(quotedName.Span))
            {
                edits.Replace(name.Start, name.Length, quotedName);
            }
        }
    }
}
