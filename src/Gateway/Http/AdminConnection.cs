namespace Gateway.Http;

/// <summary>Marks a connection that came in on the admin address.</summary>
internal sealed class AdminConnection
{
    public static AdminConnection Mark { get; } = new();
}
