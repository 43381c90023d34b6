using System.Text.Json;

namespace Gateway.Protocol;

/// <summary>
/// What an answer is called where its backend does not say it, or not as clients read it: JSON values, each made when it is first needed.
/// </summary>
/// <param name="requestId">For the answer's id and those of its tool calls.</param>
/// <param name="model">The model's name.</param>
/// <param name="created">Unix seconds.</param>
/// <param name="identity">What it is called instead, where it continues another.</param>
internal sealed class AnswerDefaults(string requestId, string model, long created, AnswerIdentity? identity = null)
{
    private ReadOnlyMemory<byte> _id = identity?.Id ?? default;
    private ReadOnlyMemory<byte> _model = identity?.Model ?? default;
    private ReadOnlyMemory<byte> _created = identity?.Created ?? default;

    public string RequestId => requestId;

    /// <summary>Whether the answer goes on with another, which has its role.</summary>
    public bool IsContinued => identity is not null;

    public ReadOnlyMemory<byte> Id => Made(ref _id, "chatcmpl-" + requestId);

    public ReadOnlyMemory<byte> Model => Made(ref _model, model);

    public ReadOnlyMemory<byte> Created => Made(ref _created, created);

    private static ReadOnlyMemory<byte> Made<T>(ref ReadOnlyMemory<byte> value, T from) =>
        value.IsEmpty ? value = JsonSerializer.SerializeToUtf8Bytes(from) : value;
}
