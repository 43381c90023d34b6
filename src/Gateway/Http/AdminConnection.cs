namespace Gateway.Http;

/// <summary>The mark of a connection to the admin's address.</summary>
internal sealed class AdminConnection
{
    public static AdminConnection Mark { get; } = new();
}
