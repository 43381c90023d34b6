using System.Text;
using System.Text.Json;

namespace Gateway.Backends.Discovery;

/// <summary>A backend's answer to one question of a probe.</summary>
/// <param name="Body">The whole body; empty when nothing answered.</param>
/// <param name="Problem">Why it is of no use, in words without credentials; null for a success.</param>
/// <param name="IsUnreachable">True when nothing answered at all.</param>
/// <param name="IsLoading">True when the backend says that it is still loading its model.</param>
internal sealed record ProbeAnswer(ReadOnlyMemory<byte> Body, string? Problem, bool IsUnreachable = false, bool IsLoading = false)
{
    /// <summary>Its status; 0 when nothing answered.</summary>
    public int Status { get; init; }

    /// <summary>The time at which the backend answered, by its own clock; null when it does not say.</summary>
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

    /// <summary>True for a success whose text contains the words.</summary>
    public bool Says(string words) => Problem is null && Encoding.UTF8.GetString(Body.Span).Contains(words, StringComparison.Ordinal);
}
