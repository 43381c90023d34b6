using System.Text;
using System.Text.Json;

namespace Gateway.Backends.Discovery;

/// <summary>What a backend answered to one question of a probe.</summary>
/// <param name="Body">The whole body; empty when nothing answered.</param>
/// <param name="Problem">Why it is of no use, in words without credentials; null: it is a success.</param>
/// <param name="IsUnreachable">Whether nothing answered at all.</param>
/// <param name="IsLoading">Whether the backend is there and says that it loads its model yet.</param>
internal sealed record ProbeAnswer(ReadOnlyMemory<byte> Body, string? Problem, bool IsUnreachable = false, bool IsLoading = false)
{
    /// <summary>Its status; 0 when nothing answered.</summary>
    public int Status { get; init; }

    /// <summary>When the backend answered, by its own clock; null where it does not tell.</summary>
    public DateTimeOffset? At { get; init; }

    private JsonElement? _json;
    private bool _isRead;

    /// <summary>The body of a success as JSON; null when there is none or it is not JSON.</summary>
    public JsonElement? Json
    {
        get
        {
            if (!_isRead)
            {
                _json = Problem is null ? ProbeJson.Parse(Body.Span) : null;
                _isRead = true;
            }

            return _json;
        }
    }

    /// <summary>Whether it is a success whose text holds the words.</summary>
    public bool Says(string words) => Problem is null && Encoding.UTF8.GetString(Body.Span).Contains(words, StringComparison.Ordinal);
}
