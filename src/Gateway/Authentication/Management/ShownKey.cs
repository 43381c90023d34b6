namespace Gateway.Authentication.Management;

/// <summary>A key just made: the only time its text is shown.</summary>
/// <param name="Key">The key without its text.</param>
/// <param name="Secret">Its text.</param>
internal sealed record ShownKey(KeyView Key, string Secret)
{
    // A record would print its members.
    public override string ToString() => Key.Id;
}
